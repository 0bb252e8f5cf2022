"""What vendors, contracts and service levels give a review to speak about: the finders of vendors/agenda.py."""
