-- basket_rate: final one day after the page view, when the session is over
select viewed_on, arm, count(*) as total, count(*) filter (where product_of_page_in_basket) as good
from category_page_views
where viewed_on < current_date
group by viewed_on, arm
