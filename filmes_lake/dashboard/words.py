"""Every text of the page in Portuguese and English. What reports say too is taken from them."""

from collections.abc import Iterator, Sequence

from filmes_lake.dashboard.definition import SHOWN
from filmes_lake.language import Language, Text
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of


def words_in(language: Language) -> dict[str, str]:
    """The texts of the page by name; `{name}` in one is filled in on the page."""
    own = {name: text.of(language) for name, text in _WORDS.items()}
    return {**own, **dict(_words_of_reports(language)), **dict(_words_of_conditions(language))}


def genres_in(language: Language, genres: Sequence[str]) -> dict[str, str]:
    """What IMDb's genres are called; one that is not known here keeps its name."""
    return {genre: _GENRES.get(genre, genre) if language is Language.PORTUGUESE else genre for genre in genres}


def _words_of_reports(language: Language) -> Iterator[tuple[str, str]]:
    for report in SHOWN:
        yield f"question.{report.name}", report.question.of(language)
        for place, note in enumerate(report.notes):
            yield f"note.{report.name}.{place}", note.of(language)


def _words_of_conditions(language: Language) -> Iterator[tuple[str, str]]:
    for condition in (condition for kind in Kind for condition in conditions_of(kind)):
        text = condition.description.of(language)
        yield f"condition.{condition.name}", text[0].upper() + text[1:]


_GENRES = {
    "Action": "Ação",
    "Adult": "Adulto",
    "Adventure": "Aventura",
    "Animation": "Animação",
    "Biography": "Biografia",
    "Comedy": "Comédia",
    "Documentary": "Documentário",
    "Family": "Família",
    "Fantasy": "Fantasia",
    "Film-Noir": "Noir",
    "Game-Show": "Programa de jogos",
    "History": "História",
    "Horror": "Terror",
    "Music": "Música",
    "Mystery": "Mistério",
    "News": "Notícias",
    "Reality-TV": "Reality show",
    "Romance": "Romance",
    "Sci-Fi": "Ficção científica",
    "Short": "Curta-metragem",
    "Sport": "Esporte",
    "Talk-Show": "Programa de entrevistas",
    "Thriller": "Suspense",
    "War": "Guerra",
    "Western": "Faroeste",
}

_WORDS: dict[str, Text] = {
    "no_script": Text("Esta página precisa de JavaScript.", "This page needs JavaScript."),
    "title": Text("O que define o sucesso no cinema?", "What makes a film pay?"),
    "subtitle": Text("Uma análise de retorno, receita e popularidade", "Return, revenue and popularity, film by film"),
    "sentence": Text(
        "Para cada dólar gasto, voltaram {pooled}; o filme do meio devolveu {median}; {share} deram prejuízo.",
        "For each dollar spent, {pooled} came back; the film in the middle returned {median}; {share} lost money.",
    ),
    "filters": Text("Filtros", "Filters"),
    "genre": Text("Gênero", "Genre"),
    "every_genre": Text("Todos", "All"),
    "min_year": Text("De", "From"),
    "max_year": Text("Até", "To"),
    "min_votes": Text("Votos no IMDb, mínimo", "IMDb votes, at least"),
    "min_films": Text("Filmes por grupo, mínimo", "Films in a group, at least"),
    "top": Text("Linhas por lista", "Rows in a list"),
    "include_suspect": Text("valores implausíveis", "implausible amounts"),
    "include_adult": Text("adultos", "adult"),
    "include_video": Text("vídeos", "videos"),
    "dollars": Text("Valores em", "Amounts in"),
    "dollars.paid": Text("US$ da época", "US$ as paid"),
    "dollars.real": Text("US$ de {year}", "US$ of {year}"),
    "also": Text("Incluir também", "Include as well"),
    "each_own": Text("padrão", "usual"),
    "any_year": Text("qualquer", "any"),
    "find": Text("Destacar um filme", "Find a film"),
    "find_hint": Text("título", "title"),
    "reset": Text("Limpar", "Reset"),
    "language": Text("Idioma", "Language"),
    "theme": Text("Aparência", "Appearance"),
    "theme.auto": Text("Automática", "Automatic"),
    "theme.light": Text("Clara", "Light"),
    "theme.dark": Text("Escura", "Dark"),
    "break_even": Text("Paga-se com", "Pays at"),
    "break_even.times": Text("{times}× o orçamento", "{times}× the budget"),
    "break_even.why": Text(
        "Cinemas ficam com cerca de metade da bilheteria, e a divulgação vem por cima: muitos só chamam um filme de "
        "pago a 2 ou 2,5 vezes o orçamento. Só a linha e as cores mudam, nenhum retorno.",
        "Cinemas keep about half of the gross, and marketing comes on top: many call a film paid only at 2 or 2.5 times "
        "its budget. Only the line and the colours move, no return does.",
    ),
    "selected": Text("{films} de {all} filmes do lago", "{films} of the lake's {all} films"),
    "shown": Text("Mostra", "Showing"),
    "said.genre": Text("de {genres}", "of {genres}"),
    "said.any_genre": Text("de todos os gêneros", "of every genre"),
    "said.between": Text("de {min} a {max}", "from {min} to {max}"),
    "said.from": Text("de {min} em diante", "from {min} on"),
    "said.until": Text("até {max}", "until {max}"),
    "said.any_year": Text("de qualquer ano", "of any year"),
    "said.votes": Text("com {votes} votos ou mais no IMDb", "with {votes} IMDb votes or more"),
    "said.any_votes": Text("com quaisquer votos", "with any number of votes"),
    "said.with": Text("com {what}", "with {what}"),
    "said.without": Text("sem {what}", "without {what}"),
    "said.dollars": Text("em {dollars}", "in {dollars}"),
    "said.min_films": Text(
        "grupos e artistas a partir de {films}",
        "groups and artists from {films} on",
    ),
    "said.top": Text("{top} linhas por lista", "{top} rows in a list"),
    "films.one": Text("{n} filme", "{n} film"),
    "films.other": Text("{n} filmes", "{n} films"),
    "artists.one": Text("{n} artista", "{n} artist"),
    "artists.other": Text("{n} artistas", "{n} artists"),
    "series.one": Text("{n} série", "{n} series"),
    "series.other": Text("{n} séries", "{n} series"),
    "highlighted": Text("Em destaque: {what}", "Highlighted: {what}"),
    "highlight.clear": Text("Tirar o destaque", "Clear the highlight"),
    "highlight.none": Text("Este filme não está entre os selecionados", "This film is not among those selected"),
    "correlation": Text("correlação de postos (Spearman): {r}", "rank correlation (Spearman): {r}"),
    "as_table": Text("Ver como tabela", "View as a table"),
    "sideways": Text("A tabela continua para o lado →", "The table goes on sideways →"),
    "copy": Text("Copiar como CSV", "Copy as CSV"),
    "copied": Text("Copiado", "Copied"),
    "first_rows": Text(
        "As primeiras {n} de {all} linhas; o CSV tem todas.",
        "The first {n} of {all} rows; the CSV has all.",
    ),
    "command": Text("Os mesmos números no terminal:", "The same figures in a terminal:"),
    "command.copy": Text("Copiar o comando", "Copy the command"),
    "axis.log": Text("{what} (escala logarítmica)", "{what} (log scale)"),
    "axis.per_dollar": Text("US$ que voltam por dólar gasto", "US$ back per dollar spent"),
    "axis.orcamento": Text("orçamento, {dollars}", "budget, {dollars}"),
    "axis.receita": Text("receita mundial, {dollars}", "worldwide gross, {dollars}"),
    "axis.filmes": Text("filmes nesta seleção", "films in this selection"),
    "axis.nota_imdb": Text("nota no IMDb, de 1 a 10", "IMDb rating, 1 to 10"),
    "axis.base_dollars": Text("mediana do ano, US$ de {year}", "median of the year, US$ of {year}"),
    "axis.losses": Text(
        "filmes que não chegaram a {times}× o orçamento", "films that did not reach {times}× their budget"
    ),
    "legend.bar": Text("barra: total", "bar: pooled"),
    "legend.tick": Text("traço: mediana", "tick: median"),
    "legend.interval": Text("linha fina: intervalo de 95%", "thin line: 95% interval"),
    "legend.like": Text(
        "vazada: o intervalo contém o de todos os filmes, {value}",
        "hollow: the interval holds that of all films, {value}",
    ),
    "legend.few": Text("* menos de {n}: o acaso decide", "* fewer than {n}: chance rules"),
    "legend.even": Text("linha tracejada: {times}× o orçamento", "dashed line: {times}× the budget"),
    "legend.lost": Text("abaixo da linha", "below the line"),
    "legend.paid": Text("pagos", "paid"),
    "legend.size": Text("tamanho: popularidade", "size: popularity"),
    "legend.unsurpassed": Text(
        "com nome: ninguém tem tantos filmes e retorno maior",
        "with a name: nobody has as many films and a higher return",
    ),
    "legend.spread": Text(
        "espalhados dentro da coluna, para que um não esconda o outro",
        "spread within their column, so that none hides another",
    ),
    "legend.around": Text(
        "pontilhada: anos de menos de {n}, com os anos ao redor que for preciso, até {years} de cada lado",
        "dotted: years of fewer than {n}, with as many years around as it takes, up to {years} on either side",
    ),
    "best": Text("Mais alto: {what}, {value}", "Highest: {what}, {value}"),
    "found.points": Text(
        "{share} acima da linha de {times}× o orçamento", "{share} above the line of {times}× the budget"
    ),
    "found.roi": Text("{title}: de {budget} a {revenue}", "{title}: from {budget} to {revenue}"),
    "found.losses": Text(
        "{share} dos filmes não chegaram a {times}× o orçamento",
        "{share} of the films did not reach {times}× their budget",
    ),
    "found.profits": Text("Os {n} de cima lucraram {profit} juntos", "The top {n} made {profit} together"),
    "found.trends": Text(
        "De {first} a {last}; todos os títulos do lago, sejam quais forem os filtros",
        "From {first} to {last}; all titles of the lake, whatever the filters",
    ),
    "trends.rose": Text("Subiram", "Rose"),
    "trends.fell": Text("Caíram", "Fell"),
    "tipo.filme": Text("filme", "film"),
    "tipo.serie": Text("série", "series"),
    "found.funnel": Text("{films} de {all} entram nas contas", "{films} of {all} are counted"),
    "question.losses-by-budget": Text("Que orçamentos mais perdem?", "Which budgets lose most often?"),
    "question.artists-by-films": Text(
        "Quais artistas juntam muitos filmes e retorno alto?", "Which artists combine many films with a high return?"
    ),
    "question.profits": Text(
        "Quais foram os maiores lucros e prejuízos?", "Which were the greatest profits and losses?"
    ),
    "question.funnel": Text("De onde vêm estes filmes?", "Where do these films come from?"),
    "group.unknown": Text("desconhecido", "unknown"),
    "group.no_genre": Text("sem gênero", "no genre"),
    "decade": Text("anos {decade}", "{decade}s"),
    "class.below": Text("menos de {to}", "under {to}"),
    "class.between": Text("{from} a {to}", "{from} to {to}"),
    "class.above": Text("{from} ou mais", "{from} and more"),
    "in_lake": Text("Filmes no lago", "Films in the lake"),
    "counted": Text("Contados aqui", "Counted here"),
    "kpi.filmes": Text("Filmes", "Films"),
    "kpi.artistas": Text("Artistas", "Artists"),
    "kpi.orcamento_mediano": Text("Orçamento mediano", "Median budget"),
    "kpi.receita_mediana": Text("Receita mediana", "Median gross"),
    "kpi.roi_total": Text("Volta por dólar, ao todo", "Back per dollar, pooled"),
    "kpi.roi_mediano": Text("Volta por dólar, filme do meio", "Back per dollar, median film"),
    "kpi.popularidade_media": Text("Popularidade média (TMDB)", "Mean popularity (TMDB)"),
    "kpi.nota_imdb_media": Text("Nota média (IMDb)", "Mean rating (IMDb)"),
    "kpi.mean": Text("média", "mean"),
    "column.posicao": Text("Nº", "No."),
    "column.titulo": Text("Título", "Title"),
    "column.ano": Text("Ano", "Year"),
    "column.decada": Text("Década", "Decade"),
    "column.mes": Text("Mês", "Month"),
    "column.genero": Text("Gênero", "Genre"),
    "column.roi": Text("US$ por dólar", "US$ per dollar"),
    "column.roi_total": Text("US$ por dólar, ao todo", "US$ per dollar, pooled"),
    "column.roi_total_inferior": Text("US$ por dólar, ao menos (95%)", "US$ per dollar, at least (95%)"),
    "column.roi_total_superior": Text("US$ por dólar, no máximo (95%)", "US$ per dollar, at most (95%)"),
    "column.roi_total_geral": Text("US$ por dólar, todos os filmes", "US$ per dollar, all films"),
    "column.roi_mediano_inferior": Text("Mediana, ao menos (95%)", "Median, at least (95%)"),
    "column.roi_mediano_superior": Text("Mediana, no máximo (95%)", "Median, at most (95%)"),
    "column.roi_mediano": Text("US$ por dólar, mediana", "US$ per dollar, median"),
    "column.roi_medio": Text("US$ por dólar, média", "US$ per dollar, mean"),
    "column.orcamento": Text("Orçamento", "Budget"),
    "column.receita": Text("Receita", "Gross"),
    "column.lucro": Text("Lucro", "Profit"),
    "column.nota_imdb": Text("Nota IMDb", "IMDb rating"),
    "column.votos_imdb": Text("Votos IMDb", "IMDb votes"),
    "column.popularidade": Text("Popularidade", "Popularity"),
    "column.popularidade_media": Text("Popularidade média", "Mean popularity"),
    "column.id_filme": Text("Id", "Id"),
    "column.id_serie": Text("Id", "Id"),
    "column.filmes": Text("Filmes", "Films"),
    "column.poucos_filmes": Text("Poucos filmes", "Few films"),
    "column.orcamento_mediano": Text("Orçamento mediano", "Median budget"),
    "column.receita_mediana": Text("Receita mediana", "Median gross"),
    "column.orcamento_corrigido": Text("Orçamento corrigido", "Corrected budget"),
    "column.receita_corrigida": Text("Receita corrigida", "Corrected gross"),
    "column.orcamento_corrigido_mediano": Text("Orçamento", "Budget"),
    "column.receita_corrigida_mediana": Text("Receita", "Gross"),
    "column.ano_base": Text("Preços de", "Prices of"),
    "column.nome_artista": Text("Artista", "Artist"),
    "column.identidade": Text("Reconhecido por", "Known by"),
    "column.ano_lancamento": Text("Início", "First year"),
    "column.ano_termino": Text("Fim", "Last year"),
    "column.temporadas": Text("Temporadas", "Seasons"),
    "column.id_titulo": Text("Id", "Id"),
    "column.tipo": Text("Tipo", "Kind"),
    "column.variacao": Text("Mudança", "Change"),
    "column.variacao_relativa": Text("Mudança em %", "Change in %"),
    "column.popularidade_inicial": Text("Popularidade antes", "Popularity before"),
    "column.popularidade_final": Text("Popularidade depois", "Popularity after"),
    "column.primeiro_dia": Text("Primeiro dia", "First day"),
    "column.ultimo_dia": Text("Último dia", "Last day"),
    "column.dias": Text("Dias", "Days"),
    "column.class": Text("Orçamento", "Budget"),
    "column.lost": Text("Abaixo da linha", "Below the line"),
    "column.share": Text("Parte", "Share"),
    "column.condition": Text("Motivo", "Reason"),
    "column.removed": Text("Retirados", "Removed"),
    "column.left": Text("Restam", "Left"),
    "identity.nome": Text("nome", "name"),
    "identity.nome_ano": Text("nome e ano", "name and year"),
    "identity.nconst": Text("IMDb", "IMDb"),
    "yes": Text("sim", "yes"),
    "nothing.title": Text("Nada passa por estes filtros", "Nothing passes these filters"),
    "nothing.what": Text(
        "A figura abaixo diz qual deles retirou os filmes.",
        "The picture below says which of them removed the films.",
    ),
    "empty.title": Text("Ainda não há filmes com orçamento e receita", "There are no films with budget and gross yet"),
    "empty.titles": Text("O lago não tem filmes: comece por", "The lake has no films: begin with"),
    "empty.tmdb": Text("O TMDB ainda não foi perguntado sobre eles:", "TMDB was not asked about them yet:"),
    "empty.amounts": Text(
        "O TMDB não conhece os dois valores de nenhum deles: pergunte de novo com",
        "TMDB knows both amounts of none of them: ask again with",
    ),
    "empty.then": Text("e depois", "and then"),
    "reference": Text("O painel que este projeto substitui", "The dashboard that this project replaces"),
    "reference.selection": Text(
        "Sua seleção: Crime ou Guerra, de 1961 em diante, mais de 10 mil votos no IMDb.",
        "Its selection: Crime or War, from 1961 on, more than 10,000 IMDb votes.",
    ),
    "reference.show": Text("Mostrar esta seleção", "Show this selection"),
    "reference.figure": Text("Número", "Figure"),
    "reference.published": Text("Publicado", "Published"),
    "reference.right": Text("Nestes dados", "In these data"),
    "reference.wrong": Text("O que havia de errado", "What was wrong"),
    "reference.return": Text("Retorno (publicado como ROI {n})", "Return (published as an ROI of {n})"),
    "reference.return.wrong": Text(
        "Era a média das razões, depois de tirar todo filme que perdeu: uns poucos filmes baratos a decidem. À direita, "
        "todo o lucro sobre todo o orçamento.",
        "It was the mean of ratios, after every film that lost had been dropped: a few cheap films rule it. On the right, "
        "all profits over all budgets.",
    ),
    "reference.budget": Text("Orçamento médio", "Mean budget"),
    "reference.budget.wrong": Text(
        "Contava cada filme tantas vezes quantos artistas tem; o elenco maior pesava mais. À direita, cada filme conta "
        "uma vez.",
        "It counted each film as many times as it has artists, so that large casts weighed more. On the right, each film "
        "counts once.",
    ),
    "reference.films": Text("São {films} nestes dados.", "These are {films} in these data."),
    "left_out.artists": Text(
        "Artistas com menos de {n} são contados, mas seus nomes não cabem na página.",
        "Artists of fewer than {n} are counted; the page has no room for their names.",
    ),
    "foot.limits": Text("O que estes números não são", "What these figures are not"),
    "foot.about": Text(
        "Dados publicados em {data}, versão {version}; página feita em {made} por {program}.",
        "Data published on {data}, version {version}; page made on {made} by {program}.",
    ),
    "foot.sources": Text("Fontes", "Sources"),
    "received.csv.movies": Text("CSV de filmes, recebido", "CSV of films, received"),
    "received.csv.series": Text("CSV de séries, recebido", "CSV of series, received"),
    "received.tmdb.movies": Text("Respostas do TMDB sobre filmes, guardadas", "TMDB's answers about films, stored"),
    "received.tmdb.series": Text("Respostas do TMDB sobre séries, guardadas", "TMDB's answers about series, stored"),
    "received.exports.movies": Text("Exportações diárias do TMDB, filmes", "TMDB's daily exports, films"),
    "received.exports.series": Text("Exportações diárias do TMDB, séries", "TMDB's daily exports, series"),
    "received.day": Text("{what}: em {first}", "{what}: on {first}"),
    "received.days": Text("{what}: de {first} a {last}", "{what}: {first} to {last}"),
    "walk": Text(
        "Setas percorrem os pontos, Enter destaca, Esc tira o destaque.",
        "Arrows walk the points, Enter highlights, Escape clears.",
    ),
    "point": Text("{title}, {x} e {y}", "{title}, {x} and {y}"),
}
