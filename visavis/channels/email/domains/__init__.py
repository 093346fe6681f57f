"""What a domain says in the DNS of its mail: who may send it (SPF), its keys (DKIM), and that it means it (DMARC)."""
