select date, count(*) as total, count(*) filter (where corrected_later) as wrong from bookings group by date
