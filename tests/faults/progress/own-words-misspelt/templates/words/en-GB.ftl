# What we call things.
-workstream = priority
-workstreems = priorities
sumary = At a glance
