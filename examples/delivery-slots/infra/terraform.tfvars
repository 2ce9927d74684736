slow = 4
