"""What vendors put into the pack of a review: levels, escalations, credits, disputes, renewals, risks."""
