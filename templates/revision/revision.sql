${header}
-- migrate: upgrade
${upgrade}
-- migrate: downgrade
${downgrade}