-- Who did what in which title, by the artist's key. A credit whose artist were missing would stay, and fail the audits.
SELECT c.tipo, c.id_titulo, c.papel, a.id_artista
FROM creditos AS c
LEFT JOIN artistas AS a ON a.nome_artista = c.nome_artista AND a.ano_nascimento <=> c.ano_nascimento
GROUP BY c.tipo, c.id_titulo, c.papel, a.id_artista
