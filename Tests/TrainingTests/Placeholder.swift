// Filled in a moment
