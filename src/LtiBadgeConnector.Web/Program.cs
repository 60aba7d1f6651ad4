using LtiBadgeConnector.Web.Commands;

return await CommandLine.Run(args);
