-- out_of_stock_share: page views whose first row holds a product that cannot be bought
select viewed_on, arm, count(*) as total, count(*) filter (where first_row_out_of_stock) as out_of_stock
from category_page_views
group by viewed_on, arm
