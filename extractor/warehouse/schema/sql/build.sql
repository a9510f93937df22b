-- The model's rows for the versions of one load, from the staging tables.
-- {first}: first new version_id; {load}: the load. Both are numbers. exact(x): see database.py.

INSERT INTO unit (unit_id, unit_key, code, name, name_key, load_id)
SELECT (SELECT coalesce(max(unit_id), 0) FROM unit) + row_number() OVER (ORDER BY found.unit_key),
       found.unit_key, found.code, found.name, found.name_key, {load}
FROM (
    SELECT body.unit_key, min(body.code) AS code, min(body.name) AS name, min(body.name_key) AS name_key
    FROM (
        SELECT k.unit_key, f.unit_code AS code, f.unit AS name, k.unit_name_key AS name_key
        FROM stg_form_keys k JOIN stg_forms f ON f.version_id = k.version_id AND f.form_no = k.form_no
        WHERE k.version_id >= {first} AND k.unit_key IS NOT NULL
        UNION ALL
        SELECT k.department_key, f.department_code, f.department, k.department_name_key
        FROM stg_form_keys k JOIN stg_forms f ON f.version_id = k.version_id AND f.form_no = k.form_no
        WHERE k.version_id >= {first} AND k.department_key IS NOT NULL
    ) body
    GROUP BY body.unit_key
) found
WHERE NOT EXISTS (SELECT 1 FROM unit u WHERE u.unit_key = found.unit_key);

INSERT INTO project (project_id, project_key, key_kind, code, name, name_key, unit_name_key, load_id)
SELECT (SELECT coalesce(max(project_id), 0) FROM project) + row_number() OVER (ORDER BY found.project_key),
       found.project_key, found.key_kind, found.code, found.name, found.name_key, found.unit_name_key, {load}
FROM (
    SELECT k.project_key, min(k.project_key_kind) AS key_kind, min(f.project_code) AS code, min(f.project_name) AS name,
           min(k.project_name_key) AS name_key, min(coalesce(k.unit_name_key, k.department_name_key)) AS unit_name_key
    FROM stg_form_keys k JOIN stg_forms f ON f.version_id = k.version_id AND f.form_no = k.form_no
    WHERE k.version_id >= {first}
    GROUP BY k.project_key
) found
WHERE NOT EXISTS (SELECT 1 FROM project p WHERE p.project_key = found.project_key);

INSERT INTO indicator (indicator_id, indicator_key, level1, level2, name, name_key, load_id)
SELECT (SELECT coalesce(max(indicator_id), 0) FROM indicator) + row_number() OVER (ORDER BY found.indicator_key),
       found.indicator_key, found.level1, found.level2, found.name, found.name_key, {load}
FROM (
    SELECT coalesce(s.level1, '') || '/' || coalesce(s.level2, '') || '/' || coalesce(s.name_key, '') AS indicator_key,
           s.level1, s.level2, min(s.name) AS name, s.name_key
    FROM stg_indicators s
    WHERE s.version_id >= {first}
    GROUP BY s.level1, s.level2, s.name_key
) found
WHERE NOT EXISTS (SELECT 1 FROM indicator i WHERE i.indicator_key = found.indicator_key);

INSERT INTO form (
    version_id, form_no, form_id, project_id, unit_id, department_id, fiscal_year, profile, kind, title,
    project_name, project_code, unit_name, unit_code, department_name, department_code,
    project_nature, project_category, project_attribute, start_date, end_date, contact, money_unit,
    project_total, annual_total, goal_overall, goal_annual, goal_medium_term, goal_actual,
    score_total, score_grade, pages, lines, bbox
)
SELECT f.version_id, f.form_no, f.form_id, p.project_id, u.unit_id, d.unit_id, f.fiscal_year, f.profile, f.kind, f.title,
       f.project_name, f.project_code, f.unit, f.unit_code, f.department, f.department_code,
       f.project_nature, f.project_category, f.project_attribute, k.start_date, k.end_date, f.contact, f.money_unit,
       exact(f.project_total), exact(f.annual_total), f.goal_overall, f.goal_annual, f.goal_medium_term, f.goal_actual,
       exact(f.score_total), f.score_grade, f.pages, f.lines, f.bbox
FROM stg_forms f
JOIN stg_form_keys k ON k.version_id = f.version_id AND k.form_no = f.form_no
JOIN project p ON p.project_key = k.project_key
LEFT JOIN unit u ON u.unit_key = k.unit_key
LEFT JOIN unit d ON d.unit_key = k.department_key
WHERE f.version_id >= {first};

INSERT INTO fact_funding (
    version_id, form_no, ordinal, project_id, unit_id, fiscal_year, scope, item, label, raw, amount,
    page, table_no, row_no, line_no, bbox
)
SELECT s.version_id, s.form_no, s.ordinal, f.project_id, f.unit_id, f.fiscal_year, s.scope, s.item, s.label, s.raw,
       exact(s.amount), s.page, s."table", s."row", s.line, s.bbox
FROM stg_funding s JOIN form f ON f.version_id = s.version_id AND f.form_no = s.form_no
WHERE s.version_id >= {first};

INSERT INTO fact_indicator (
    version_id, form_no, ordinal, project_id, unit_id, fiscal_year, indicator_id, horizon,
    printed_level1, printed_level2, level2_by, level2_confidence,
    target_raw, target_kind, target_operator, target_operator_code, target_number, target_unit,
    target_canonical_number, target_canonical_unit, target_low, target_high,
    target_date, target_direction, target_confidence,
    baseline_raw, baseline_kind, baseline_operator, baseline_operator_code, baseline_number, baseline_unit,
    baseline_canonical_number, baseline_canonical_unit, baseline_low, baseline_high,
    actual_raw, actual_kind, actual_operator, actual_operator_code, actual_number, actual_unit,
    actual_canonical_number, actual_canonical_unit, actual_low, actual_high,
    weight, score, deviation_reason, standard, explanation, is_core, page, table_no, row_no, line_no, bbox
)
SELECT s.version_id, s.form_no, s.ordinal, f.project_id, f.unit_id, f.fiscal_year, i.indicator_id, s.horizon,
       s.printed_level1, s.printed_level2, s.level2_by, s.level2_confidence,
       s.value_raw, s.value_kind, s.value_operator, s.value_operator_code, exact(s.value_number), s.value_unit,
       exact(s.value_canonical_number), s.value_canonical_unit,
       coalesce(exact(s.value_canonical_low), exact(s.value_low)),
       coalesce(exact(s.value_canonical_high), exact(s.value_high)),
       coalesce(s.value_canonical_date, s.value_canonical_end), s.value_direction, s.value_confidence,
       s.baseline_raw, s.baseline_kind, s.baseline_operator, s.baseline_operator_code, exact(s.baseline_number),
       s.baseline_unit, exact(s.baseline_canonical_number), s.baseline_canonical_unit,
       coalesce(exact(s.baseline_canonical_low), exact(s.baseline_low)),
       coalesce(exact(s.baseline_canonical_high), exact(s.baseline_high)),
       s.actual_raw, s.actual_kind, s.actual_operator, s.actual_operator_code, exact(s.actual_number),
       s.actual_unit, exact(s.actual_canonical_number), s.actual_canonical_unit,
       coalesce(exact(s.actual_canonical_low), exact(s.actual_low)),
       coalesce(exact(s.actual_canonical_high), exact(s.actual_high)),
       exact(s.weight), exact(s.score), s.deviation_reason, s.standard, s.explanation, s.is_core,
       s.page, s."table", s."row", s.line, s.bbox
FROM stg_indicators s
JOIN form f ON f.version_id = s.version_id AND f.form_no = s.form_no
JOIN indicator i ON i.indicator_key
    = coalesce(s.level1, '') || '/' || coalesce(s.level2, '') || '/' || coalesce(s.name_key, '')
WHERE s.version_id >= {first};

INSERT INTO fact_execution (
    version_id, form_no, ordinal, project_id, unit_id, fiscal_year,
    item, budget_initial, budget_current, executed, rate, weight, score
)
SELECT s.version_id, s.form_no, s.ordinal, f.project_id, f.unit_id, f.fiscal_year, s.item,
       exact(s.budget_initial), exact(s.budget_current), exact(s.executed), exact(s.rate), exact(s.weight),
       exact(s.score)
FROM stg_execution s JOIN form f ON f.version_id = s.version_id AND f.form_no = s.form_no
WHERE s.version_id >= {first};

INSERT INTO finding (
    version_id, form_no, ordinal, code, severity, category, path, message, message_zh, suggestion, evidence,
    page, table_no, row_no, line_no, bbox
)
SELECT s.version_id, s.form_no, s.ordinal, s.code, s.severity, s.category, s.path, s.message, s.message_zh,
       s.suggestion, s.evidence, s.page, s."table", s."row", s.line, s.bbox
FROM stg_findings s
WHERE s.version_id >= {first};
