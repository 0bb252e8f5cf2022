"""What reporting puts into the pack of a review: volumes, quality, trends, cost, performance."""
