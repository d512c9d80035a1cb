WITH votos AS (
  SELECT
    v.*,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.titulo_principal) AS v_titulo_principal,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.titulo_original) AS v_titulo_original,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.ano_lancamento) AS v_ano_lancamento,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.ano_termino) AS v_ano_termino,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.tempo_minutos) AS v_tempo_minutos,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.generos) AS v_generos,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.nota_media) AS v_nota_media,
    SUM(v.linhas) OVER (PARTITION BY v.tipo, v.id_titulo, v.numero_votos) AS v_numero_votos
  FROM variantes AS v
  SEMI JOIN titulos_em_conflito AS c
    ON c.tipo = v.tipo AND c.id_titulo = v.id_titulo
), eleitos AS (
  SELECT
    tipo,
    id_titulo,
    MAX(
      CASE
        WHEN NOT titulo_principal IS NULL
        THEN {'votos': v_titulo_principal, 'valor': titulo_principal}
      END
    ) AS titulo_principal,
    MAX(
      CASE
        WHEN NOT titulo_original IS NULL
        THEN {'votos': v_titulo_original, 'valor': titulo_original}
      END
    ) AS titulo_original,
    MAX(
      CASE
        WHEN NOT ano_lancamento IS NULL
        THEN {'votos': v_ano_lancamento, 'valor': ano_lancamento}
      END
    ) AS ano_lancamento,
    MAX(
      CASE
        WHEN NOT ano_termino IS NULL
        THEN {'votos': v_ano_termino, 'valor': ano_termino}
      END
    ) AS ano_termino,
    MAX(
      CASE
        WHEN NOT tempo_minutos IS NULL
        THEN {'votos': v_tempo_minutos, 'valor': tempo_minutos}
      END
    ) AS tempo_minutos,
    MAX(CASE WHEN NOT generos IS NULL THEN {'votos': v_generos, 'valor': generos} END) AS generos,
    MAX(
      CASE
        WHEN NOT nota_media IS NULL
        THEN {'votos': v_nota_media, 'valor': nota_media}
      END
    ) AS nota_media,
    MAX(
      CASE
        WHEN NOT numero_votos IS NULL
        THEN {'votos': v_numero_votos, 'valor': numero_votos}
      END
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
