"""What every adapter of AWS needs: clients, errors, prices."""
