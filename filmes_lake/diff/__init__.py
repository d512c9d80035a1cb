"""What two versions differ in and why: rows of tables, and the key figures made of them."""
