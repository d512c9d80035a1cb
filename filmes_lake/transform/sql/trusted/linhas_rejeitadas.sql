-- Each distinct line that no table could take, with the number of times it stands.
SELECT tipo, origem, motivo, conteudo, COUNT(*) AS linhas
FROM linhas
WHERE motivo IS NOT NULL
GROUP BY tipo, origem, motivo, conteudo
