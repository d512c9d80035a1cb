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
      v.*,
      SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.nome_artista) AS v_nome_artista,
      SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_nascimento) AS v_ano_nascimento,
      SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.ano_falecimento) AS v_ano_falecimento,
      SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.profissoes) AS v_profissoes,
      SUM(v.linhas) OVER (PARTITION BY v.id_artista, v.titulos_conhecidos) AS v_titulos_conhecidos
    FROM variantes_creditadas AS v
    SEMI JOIN em_conflito AS c
      ON c.id_artista = v.id_artista
  ), eleitos AS (
    SELECT
      id_artista,
      MAX(
        CASE
          WHEN NOT nome_artista IS NULL
          THEN {'votos': v_nome_artista, 'valor': nome_artista}
        END
      ) AS nome_artista,
      MAX(
        CASE
          WHEN NOT ano_nascimento IS NULL
          THEN {'votos': v_ano_nascimento, 'valor': ano_nascimento}
        END
      ) AS ano_nascimento,
      MAX(
        CASE
          WHEN NOT ano_falecimento IS NULL
          THEN {'votos': v_ano_falecimento, 'valor': ano_falecimento}
        END
      ) AS ano_falecimento,
      MAX(
        CASE
          WHEN NOT profissoes IS NULL
          THEN {'votos': v_profissoes, 'valor': profissoes}
        END
      ) AS profissoes,
      MAX(
        CASE
          WHEN NOT titulos_conhecidos IS NULL
          THEN {'votos': v_titulos_conhecidos, 'valor': titulos_conhecidos}
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
