WITH votos AS (
  SELECT
    v.id_artista,
    v.nome_artista,
    v.ano_nascimento,
    v.ano_falecimento,
    v.profissoes,
    v.titulos_conhecidos,
    v.identidade,
    SUM(v.linhas) AS votos
  FROM variantes_de_pessoas AS v
  SEMI JOIN pessoas_em_conflito AS c
    ON c.id_artista = v.id_artista
  GROUP BY
    GROUPING SETS (
      (v.id_artista, v.nome_artista),
      (v.id_artista, v.ano_nascimento),
      (v.id_artista, v.ano_falecimento),
      (v.id_artista, v.profissoes),
      (v.id_artista, v.titulos_conhecidos),
      (v.id_artista, v.identidade)
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
    ) AS titulos_conhecidos,
    MAX(CASE WHEN NOT identidade IS NULL THEN {'votos': votos, 'valor': identidade} END) AS identidade
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
  titulos_conhecidos.valor AS titulos_conhecidos,
  identidade.valor AS identidade
FROM eleitos
