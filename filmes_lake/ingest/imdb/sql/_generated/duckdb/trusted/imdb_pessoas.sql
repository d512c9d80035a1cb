WITH variantes_creditadas AS (
  SELECT
    pessoa,
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos,
    1 AS linhas
  FROM imdb_pessoas_lidas
  WHERE
    creditada
), em_conflito AS (
  SELECT
    v.id_artista
  FROM variantes_creditadas AS v
  SEMI JOIN imdb_pessoas_repetidas AS r
    ON r.pessoa = v.pessoa
  GROUP BY
    v.id_artista
), eleitas AS (
  WITH votos AS (
    SELECT
      v.id_artista,
      v.nome_artista,
      v.ano_nascimento,
      v.ano_falecimento,
      v.profissoes,
      v.titulos_conhecidos,
      SUM(v.linhas) AS votos
    FROM variantes_creditadas AS v
    SEMI JOIN em_conflito AS c
      ON c.id_artista = v.id_artista
    GROUP BY
      GROUPING SETS (
        (v.id_artista, v.nome_artista),
        (v.id_artista, v.ano_nascimento),
        (v.id_artista, v.ano_falecimento),
        (v.id_artista, v.profissoes),
        (v.id_artista, v.titulos_conhecidos)
      )
  ), eleitos AS (
    SELECT
      id_artista,
      MAX(
        CASE WHEN NOT nome_artista IS NULL THEN {'votos': votos, 'valor': nome_artista} END
      ) AS nome_artista,
      MAX(
        CASE
          WHEN NOT ano_nascimento IS NULL
          THEN {'votos': votos, 'valor': ano_nascimento}
        END
      ) AS ano_nascimento,
      MAX(
        CASE
          WHEN NOT ano_falecimento IS NULL
          THEN {'votos': votos, 'valor': ano_falecimento}
        END
      ) AS ano_falecimento,
      MAX(CASE WHEN NOT profissoes IS NULL THEN {'votos': votos, 'valor': profissoes} END) AS profissoes,
      MAX(
        CASE
          WHEN NOT titulos_conhecidos IS NULL
          THEN {'votos': votos, 'valor': titulos_conhecidos}
        END
      ) AS titulos_conhecidos
    FROM votos
    GROUP BY
      id_artista
  )
  SELECT
    id_artista,
    nome_artista.valor AS nome_artista,
    ano_nascimento.valor AS ano_nascimento,
    ano_falecimento.valor AS ano_falecimento,
    profissoes.valor AS profissoes,
    titulos_conhecidos.valor AS titulos_conhecidos
  FROM eleitos
), decididas AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos
  FROM variantes_creditadas AS v
  ANTI JOIN em_conflito AS c
    ON c.id_artista = v.id_artista
  UNION ALL
  SELECT
    id_artista,
    nome_artista,
    ano_nascimento,
    ano_falecimento,
    profissoes,
    titulos_conhecidos
  FROM eleitas
)
SELECT
  id_artista,
  nome_artista,
  ano_nascimento,
  ano_falecimento,
  profissoes,
  titulos_conhecidos,
  'nconst' AS identidade
FROM decididas
UNION ALL
SELECT
  id_artista,
  CAST(NULL AS TEXT) AS nome_artista,
  CAST(NULL AS INT) AS ano_nascimento,
  CAST(NULL AS INT) AS ano_falecimento,
  CAST(NULL AS TEXT) AS profissoes,
  CAST(NULL AS TEXT) AS titulos_conhecidos,
  'nconst' AS identidade
FROM imdb_sem_nome
