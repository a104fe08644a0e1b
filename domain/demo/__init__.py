"""An invented service to practise on: people, staff, packages, visits and sixty days of referrals.

The world is told as a script of commands at moments of a simulated past, so that it comes to be through the same
rules and the same journal as real work. Everybody in it is made up; only the postcodes are real."""
