"""The zoo: models that people publish, and what is made of them."""
