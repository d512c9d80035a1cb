-- Made from trusted/imdb_equipes_lidas.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- What each line of title.crew tells. A title has one line.
WITH partes AS (
  SELECT
    TRY_ELEMENT_AT(campos, 1) AS id_titulo,
    TRY_ELEMENT_AT(campos, 2) AS diretores,
    TRY_ELEMENT_AT(campos, 3) AS roteiristas,
    origem,
    texto,
    SIZE(campos) AS colunas
  FROM fonte_imdb_title_crew
),
algarismos AS (
  SELECT
    *,
    TRY_CAST(CONCAT('1', SUBSTRING(id_titulo, 3)) AS INT) AS algarismos_id_titulo
  FROM partes
),
textos AS (
  SELECT
    origem,
    texto,
    colunas,
    CASE
      WHEN id_titulo LIKE 'tt%'
        AND LENGTH(id_titulo) = CASE
          WHEN algarismos_id_titulo BETWEEN 10000000 AND 19999999 THEN 9
          WHEN algarismos_id_titulo BETWEEN 110000000 AND 199999999 THEN 10
          WHEN algarismos_id_titulo BETWEEN 1100000000 AND 1999999999 THEN 11
        END
        THEN CASE
          WHEN algarismos_id_titulo % 100 <> 0 THEN algarismos_id_titulo
          WHEN NOT (id_titulo LIKE '%e%' OR id_titulo LIKE '%E%') THEN algarismos_id_titulo
        END
    END AS numero,
    id_titulo,
    CASE WHEN diretores LIKE ' %' OR diretores LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM diretores), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(diretores, CONCAT(CHR(92), 'N')), '') END AS diretores,
    CASE WHEN roteiristas LIKE ' %' OR roteiristas LIKE '% ' THEN NULLIF(NULLIF(TRIM(BOTH ' ' FROM roteiristas), CONCAT(CHR(92), 'N')), '') ELSE NULLIF(NULLIF(roteiristas, CONCAT(CHR(92), 'N')), '') END AS roteiristas
  FROM algarismos
),
linhas AS (
  SELECT
    *,
    CASE
      WHEN colunas <> 3 THEN
        CASE
          -- What ingest puts in the place of a line that is no text.
          WHEN texto LIKE 'bytes_invalidos %' THEN 'bytes_invalidos'
          WHEN texto RLIKE '[^ ]' THEN 'numero_de_colunas'
          ELSE 'linha_em_branco'
        END
      WHEN numero IS NULL THEN 'id_invalido'
    END AS motivo
  FROM textos
),
casas AS (
  SELECT *, SHIFTRIGHT(numero, 5) AS bloco, (numero & 31) AS casa
  FROM linhas
),
dos_titulos AS (
  SELECT
    l.*,
    CASE
      WHEN COALESCE(((SHIFTRIGHT(m.filmes, l.casa)) & 1) = 1, FALSE) THEN 'filme'
      WHEN COALESCE(((SHIFTRIGHT(m.series, l.casa)) & 1) = 1, FALSE) THEN 'serie'
    END AS tipo,
    COALESCE(((SHIFTRIGHT(m.conhecidos, l.casa)) & 1) = 1, FALSE) AS conhecido
  FROM casas AS l
  LEFT JOIN imdb_marcas AS m ON m.bloco = l.bloco
)
SELECT
  l.motivo,
  CASE WHEN l.motivo IS NOT NULL THEN l.origem END AS origem,
  CASE WHEN l.motivo IS NOT NULL THEN l.texto END AS conteudo,
  CASE WHEN l.motivo IS NULL THEN l.numero END AS numero,
  CASE WHEN l.motivo IS NULL THEN 0 END AS ordem,
  CASE WHEN l.motivo IS NULL THEN l.tipo END AS tipo,
  CASE WHEN l.motivo IS NULL THEN l.conhecido END AS conhecido,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.id_titulo END AS id_titulo,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.diretores END AS diretores,
  CASE WHEN l.motivo IS NULL AND l.tipo IS NOT NULL THEN l.roteiristas END AS roteiristas
FROM dos_titulos AS l
