-- overrides: pages on which a category manager pinned a product over the order of the model
select pinned_on, category, count(*) as pins
from pins
group by pinned_on, category
