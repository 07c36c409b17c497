"""Labels of real adverts, and the marts held against them."""
