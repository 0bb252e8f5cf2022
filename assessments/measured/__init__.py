"""What the portal measures beside what people claim. What it cannot compute it asks for, and invents nothing."""
