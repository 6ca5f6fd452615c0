"""From frozen values to named graphs; the only place that mints IRIs and knows terms."""
