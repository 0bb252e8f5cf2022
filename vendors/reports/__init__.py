"""SLA reports beside the tickets, from draft to decision and dispute."""
