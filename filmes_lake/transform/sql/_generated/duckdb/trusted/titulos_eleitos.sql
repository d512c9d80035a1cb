WITH votos AS (
  SELECT
    v.tipo,
    v.id_titulo,
    v.titulo_principal,
    v.titulo_original,
    v.ano_lancamento,
    v.ano_termino,
    v.tempo_minutos,
    v.generos,
    v.nota_media,
    v.numero_votos,
    SUM(v.linhas) AS votos
  FROM variantes AS v
  SEMI JOIN titulos_em_conflito AS c
    ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
  GROUP BY
    GROUPING SETS (
      (v.tipo, v.id_titulo, v.titulo_principal),
      (v.tipo, v.id_titulo, v.titulo_original),
      (v.tipo, v.id_titulo, v.ano_lancamento),
      (v.tipo, v.id_titulo, v.ano_termino),
      (v.tipo, v.id_titulo, v.tempo_minutos),
      (v.tipo, v.id_titulo, v.generos),
      (v.tipo, v.id_titulo, v.nota_media),
      (v.tipo, v.id_titulo, v.numero_votos)
    )
), eleitos AS (
  SELECT
    tipo,
    id_titulo,
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
    MAX(CASE WHEN NOT generos IS NULL THEN {'votos': votos, 'valor': generos} END) AS generos,
    MAX(CASE WHEN NOT nota_media IS NULL THEN {'votos': votos, 'valor': nota_media} END) AS nota_media,
    MAX(
      CASE WHEN NOT numero_votos IS NULL THEN {'votos': votos, 'valor': numero_votos} END
    ) AS numero_votos
  FROM votos
  GROUP BY
    tipo,
    id_titulo
)
SELECT
  tipo,
  id_titulo,
  titulo_principal.valor AS titulo_principal,
  titulo_original.valor AS titulo_original,
  ano_lancamento.valor AS ano_lancamento,
  ano_termino.valor AS ano_termino,
  tempo_minutos.valor AS tempo_minutos,
  generos.valor AS generos,
  nota_media.valor AS nota_media,
  numero_votos.valor AS numero_votos
FROM eleitos
