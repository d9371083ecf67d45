"""What lies at an address: which addresses may be asked, how far an answer is followed, how politely."""
