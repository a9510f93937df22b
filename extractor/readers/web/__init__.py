"""Web pages, as sites serve them and as office programs save them."""
