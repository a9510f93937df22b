"""OFD (GB/T 33190), the national fixed-layout format: pages of characters and lines, as a PDF's."""
