-- Views for people. Those named all_… hold every version and say which is current; current_… only the current ones.

CREATE VIEW document_versions AS
SELECT d.document_sha256, v.*, (c.version_id IS NOT NULL) AS is_current, l.loaded_at
FROM document_version v
JOIN document d ON d.document_id = v.document_id
JOIN load l ON l.load_id = v.load_id
LEFT JOIN current_version c ON c.document_id = v.document_id AND c.version_id = v.version_id;
COMMENT ON VIEW document_versions IS '文件解析版本: every reading of every document, and which is current';

CREATE VIEW all_forms AS
SELECT f.*, p.project_key, p.key_kind AS project_key_kind, p.code AS known_project_code,
       v.document_sha256, v.source, v.version_no, v.is_current, v.rules_version, v.tool_version, v.load_id, v.loaded_at
FROM form f
JOIN document_versions v ON v.version_id = f.version_id
JOIN project p ON p.project_id = f.project_id;
COMMENT ON VIEW all_forms IS '绩效表(全部版本): forms with their document, rules version and load';

CREATE VIEW current_forms AS SELECT * FROM all_forms WHERE is_current;
COMMENT ON VIEW current_forms IS '绩效表(当前版本)';

CREATE VIEW all_indicators AS
SELECT f.form_id, f.kind, f.project_name, f.unit_name, f.department_name, f.annual_total, f.project_total,
       i.level1, i.level2, i.name, i.name_key, x.*,
       v.document_sha256, v.source, v.version_no, v.is_current, v.rules_version, v.tool_version, v.load_id, v.loaded_at
FROM fact_indicator x
JOIN form f ON f.version_id = x.version_id AND f.form_no = x.form_no
JOIN indicator i ON i.indicator_id = x.indicator_id
JOIN document_versions v ON v.version_id = x.version_id;
COMMENT ON VIEW all_indicators IS '绩效指标(全部版本): indicators with project, unit, page, box, document, rules version and load';

CREATE VIEW current_indicators AS SELECT * FROM all_indicators WHERE is_current;
COMMENT ON VIEW current_indicators IS '绩效指标(当前版本)';

CREATE VIEW all_funding AS
SELECT f.form_id, f.kind, f.project_name, f.unit_name, f.department_name, x.*,
       v.document_sha256, v.source, v.version_no, v.is_current, v.rules_version, v.tool_version, v.load_id, v.loaded_at
FROM fact_funding x
JOIN form f ON f.version_id = x.version_id AND f.form_no = x.form_no
JOIN document_versions v ON v.version_id = x.version_id;
COMMENT ON VIEW all_funding IS '资金明细(全部版本): amounts in yuan with page, box, document, rules version and load';

CREATE VIEW current_funding AS SELECT * FROM all_funding WHERE is_current;
COMMENT ON VIEW current_funding IS '资金明细(当前版本)';

CREATE VIEW all_findings AS
SELECT f.form_id, f.fiscal_year, f.project_id, f.project_name, f.unit_name, x.*,
       v.document_sha256, v.source, v.version_no, v.is_current, v.rules_version, v.tool_version, v.load_id, v.loaded_at
FROM finding x
LEFT JOIN form f ON f.version_id = x.version_id AND f.form_no = x.form_no
JOIN document_versions v ON v.version_id = x.version_id;
COMMENT ON VIEW all_findings IS '审核发现(全部版本)';

CREATE VIEW current_findings AS SELECT * FROM all_findings WHERE is_current;
COMMENT ON VIEW current_findings IS '审核发现(当前版本)';

CREATE VIEW unit_names AS
SELECT u.unit_id, u.unit_key, n.code, n.name, min(n.fiscal_year) AS first_year, max(n.fiscal_year) AS last_year,
       count(*) AS forms
FROM (
    SELECT unit_id, unit_code AS code, unit_name AS name, fiscal_year FROM form WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT department_id, department_code, department_name, fiscal_year FROM form WHERE department_id IS NOT NULL
) n
JOIN unit u ON u.unit_id = n.unit_id
GROUP BY u.unit_id, u.unit_key, n.code, n.name;
COMMENT ON VIEW unit_names IS '单位名称沿革: names and codes of a body, and the years that print them';

CREATE VIEW project_years AS
SELECT ranked.* FROM (
    SELECT c.*,
           row_number() OVER (PARTITION BY project_id, fiscal_year, kind ORDER BY version_id DESC, form_no DESC) AS place,
           count(*) OVER (PARTITION BY project_id, fiscal_year, kind) AS copies
    FROM current_forms c
) ranked
WHERE ranked.place = 1;
COMMENT ON VIEW project_years IS '项目年度: one form a project, year and kind, the one loaded last; copies: how many there are';

CREATE VIEW year_indicators AS
SELECT c.*
FROM current_indicators c
JOIN project_years y ON y.version_id = c.version_id AND y.form_no = c.form_no;
COMMENT ON VIEW year_indicators IS '项目年度指标: the indicators of project_years';

CREATE VIEW unit_costs AS
SELECT fiscal_year, unit_name, department_name, project_name, project_id, horizon, name, target_raw, target_operator,
       target_canonical_number AS unit_cost, target_canonical_unit AS cost_unit, annual_total,
       version_id, form_no, ordinal, page, bbox, document_sha256
FROM year_indicators
WHERE level1 = '成本指标' AND target_canonical_number IS NOT NULL AND target_canonical_unit LIKE '元%'
  AND ((target_canonical_unit LIKE '元/%' AND target_canonical_unit NOT IN ('元/年', '元/月', '元/季度'))
       OR name ~ '.*(单位成本|单价|每|[人户亩车]均|单[张个份件台套次户人座辆场株点条本册篇]).*');
COMMENT ON VIEW unit_costs IS '单位成本: cost indicators that are about one of something, in yuan; a sum a year is none';

CREATE VIEW satisfaction_floors AS
SELECT fiscal_year, unit_name, department_name, project_name, project_id, horizon, name, target_raw, target_operator,
       coalesce(target_canonical_number, target_low) AS floor_percent,
       version_id, form_no, ordinal, page, bbox, document_sha256
FROM year_indicators
WHERE level1 = '满意度指标' AND target_canonical_unit = '%' AND coalesce(target_canonical_number, target_low) IS NOT NULL
  AND (target_operator IS NULL OR target_operator NOT IN ('<', '≤'));
COMMENT ON VIEW satisfaction_floors IS '满意度下限: what satisfaction must reach, in percent';
