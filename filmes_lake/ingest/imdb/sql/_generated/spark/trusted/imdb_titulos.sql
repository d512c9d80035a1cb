-- Made from trusted/imdb_titulos.sql.jinja and filmes_lake/models by tools/generate.py: change these, then run `make docs`.
-- The titles that are taken as their table has them. Of Brazilian names IMDb's own choice comes first, then plain ones.
WITH brasileiros AS (
  SELECT
    id_titulo,
    titulo_local AS titulo_br,
    ROW_NUMBER() OVER (
      PARTITION BY id_titulo
      ORDER BY
        CASE WHEN tipos = 'imdbDisplay' THEN 0 ELSE 1 END,
        CASE WHEN atributos IS NULL THEN 0 ELSE 1 END,
        ordem,
        titulo_local
    ) AS posicao
  FROM imdb_titulos_locais_lidos
  WHERE no_brasil AND titulo_local IS NOT NULL
),
numerados AS (
  SELECT
    t.*,
    TRY_CAST(CONCAT('1', SUBSTRING(t.id_titulo, 3)) AS INT) AS numero
  FROM imdb_titulos_do_tipo AS t
)
SELECT
  e.tipo,
  t.id_titulo,
  t.titulo_principal,
  t.titulo_original,
  t.ano_lancamento,
  t.ano_termino,
  t.tempo_minutos,
  t.generos,
  t.tipo_imdb,
  a.nota_media,
  a.numero_votos,
  t.adulto = 1 AS adulto,
  b.titulo_br
FROM numerados AS t
INNER JOIN imdb_escolha AS e ON e.tipo_imdb = t.tipo_imdb
LEFT JOIN imdb_avaliacoes AS a ON a.numero = t.numero
LEFT JOIN brasileiros AS b ON b.id_titulo = t.id_titulo AND b.posicao = 1
