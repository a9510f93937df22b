"""Structure and text of ruled tables of known truth, printed by five producers, as read by jixiao and its peers."""
