-- return_rate: orders that came back within 14 days; about 2% of page views lead to an order
select ordered_on, arm, count(*) as total, count(*) filter (where returned_within_14d) as returned
from orders_from_category_pages
where ordered_on <= current_date - 14
group by ordered_on, arm
