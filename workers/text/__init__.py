"""Pure language craft: text in, values out. No input, no output, no state but tables read once."""
