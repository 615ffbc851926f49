-workstream = priority
summary = At a glance
rated-last-time = { $rating last time
method = How it was done
