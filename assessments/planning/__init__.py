"""From findings to actions in waves, and what automation would do before anything is outsourced."""
