-- minutes_per_invoice: from opening the invoice to the booking, final on the next day
select booked_on, arm, avg(minutes) as mean, stddev_samp(minutes) as sd, count(*) as n
from bookings
where booked_on < current_date
group by booked_on, arm
