-- wrong_booking_rate: bookings that somebody corrected within 7 days
select booked_on, arm, count(*) as total, count(*) filter (where corrected_within_7d) as wrong
from bookings
where booked_on <= current_date - 7
group by booked_on, arm
