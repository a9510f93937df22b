-- Each project's budget beside that of its year before.
with years as (
    select
        project_id,
        project_name,
        coalesce(unit_name, department_name) as body,
        fiscal_year,
        annual_total
    from {{ source('warehouse', 'project_years') }}
    where fiscal_year is not null and kind in ('target', 'transfer_target')
    qualify row_number() over (partition by project_id, fiscal_year order by version_id desc, form_no desc) = 1
)

select
    project_id,
    project_name,
    body,
    fiscal_year,
    annual_total,
    lag(fiscal_year) over (partition by project_id order by fiscal_year) as year_before,
    lag(annual_total) over (partition by project_id order by fiscal_year) as total_before,
    annual_total - lag(annual_total) over (partition by project_id order by fiscal_year) as difference
from years
