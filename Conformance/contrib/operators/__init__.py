"""One module an operator or family: its formula in double precision, and its cases."""
