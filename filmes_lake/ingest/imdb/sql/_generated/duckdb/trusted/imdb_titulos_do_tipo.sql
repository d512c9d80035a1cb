WITH variantes_do_tipo AS (
  SELECT
    l.numero,
    l.id_titulo,
    l.tipo_imdb,
    l.titulo_principal,
    l.titulo_original,
    l.adulto,
    l.ano_lancamento,
    l.ano_termino,
    l.tempo_minutos,
    l.generos,
    1 AS linhas
  FROM imdb_titulos_lidos AS l
  LEFT JOIN imdb_avaliacoes AS a
    ON a.numero = l.numero
  WHERE
    l.situacao = 'do_tipo' AND COALESCE(a.numero_votos, 0) >= l.votos_minimos
), em_conflito AS (
  SELECT
    v.id_titulo
  FROM variantes_do_tipo AS v
  SEMI JOIN imdb_titulos_repetidos AS r
    ON r.numero = v.numero
  GROUP BY
    v.id_titulo
), eleitos_do_tipo AS (
  WITH votos AS (
    SELECT
      v.id_titulo,
      v.tipo_imdb,
      v.titulo_principal,
      v.titulo_original,
      v.adulto,
      v.ano_lancamento,
      v.ano_termino,
      v.tempo_minutos,
      v.generos,
      SUM(v.linhas) AS votos
    FROM variantes_do_tipo AS v
    SEMI JOIN em_conflito AS c
      ON c.id_titulo = v.id_titulo
    GROUP BY
      GROUPING SETS (
        (v.id_titulo, v.tipo_imdb),
        (v.id_titulo, v.titulo_principal),
        (v.id_titulo, v.titulo_original),
        (v.id_titulo, v.adulto),
        (v.id_titulo, v.ano_lancamento),
        (v.id_titulo, v.ano_termino),
        (v.id_titulo, v.tempo_minutos),
        (v.id_titulo, v.generos)
      )
  ), eleitos AS (
    SELECT
      id_titulo,
      MAX(CASE WHEN NOT tipo_imdb IS NULL THEN {'votos': votos, 'valor': tipo_imdb} END) AS tipo_imdb,
      MAX(
        CASE
          WHEN NOT titulo_principal IS NULL
          THEN {'votos': votos, 'valor': titulo_principal}
        END
      ) AS titulo_principal,
      MAX(
        CASE
          WHEN NOT titulo_original IS NULL
          THEN {'votos': votos, 'valor': titulo_original}
        END
      ) AS titulo_original,
      MAX(CASE WHEN NOT adulto IS NULL THEN {'votos': votos, 'valor': adulto} END) AS adulto,
      MAX(
        CASE
          WHEN NOT ano_lancamento IS NULL
          THEN {'votos': votos, 'valor': ano_lancamento}
        END
      ) AS ano_lancamento,
      MAX(
        CASE WHEN NOT ano_termino IS NULL THEN {'votos': votos, 'valor': ano_termino} END
      ) AS ano_termino,
      MAX(
        CASE
          WHEN NOT tempo_minutos IS NULL
          THEN {'votos': votos, 'valor': tempo_minutos}
        END
      ) AS tempo_minutos,
      MAX(CASE WHEN NOT generos IS NULL THEN {'votos': votos, 'valor': generos} END) AS generos
    FROM votos
    GROUP BY
      id_titulo
  )
  SELECT
    id_titulo,
    tipo_imdb.valor AS tipo_imdb,
    titulo_principal.valor AS titulo_principal,
    titulo_original.valor AS titulo_original,
    adulto.valor AS adulto,
    ano_lancamento.valor AS ano_lancamento,
    ano_termino.valor AS ano_termino,
    tempo_minutos.valor AS tempo_minutos,
    generos.valor AS generos
  FROM eleitos
)
SELECT
  v.id_titulo,
  v.tipo_imdb,
  v.titulo_principal,
  v.titulo_original,
  v.adulto,
  v.ano_lancamento,
  v.ano_termino,
  v.tempo_minutos,
  v.generos
FROM variantes_do_tipo AS v
ANTI JOIN em_conflito AS c
  ON c.id_titulo = v.id_titulo
UNION ALL
SELECT
  id_titulo,
  tipo_imdb,
  titulo_principal,
  titulo_original,
  adulto,
  ano_lancamento,
  ano_termino,
  tempo_minutos,
  generos
FROM eleitos_do_tipo
