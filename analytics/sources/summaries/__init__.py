"""UN summaries of stakeholders' submissions: who submitted, alone or together, read from their endnotes."""
