rated-last-time = { $ratings } before
