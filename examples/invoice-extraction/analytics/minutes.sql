select date, avg(minutes) as mean, stddev(minutes) as sd, count(*) as n from bookings group by date
