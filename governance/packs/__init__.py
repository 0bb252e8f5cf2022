"""Review packs: composed from the data while a review is prepared, frozen when it starts, compared ever after."""
