"""The page's definition as a dashboard of Amazon Quick Sight, whose API is still called QuickSight.

`grains` are the data sets, `expressions` the measures and conditions in its language; `visuals`, `controls` and
`sheets` are what is shown, and `checks` what is refused before it is asked. `bodies` are its calls, `publishing` makes
them through `service`, and `spice` keeps the copies that it holds of the tables up to date.
"""
